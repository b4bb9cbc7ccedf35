# netinfod in a container: docker build -t netinfod . && docker run --network host -v netinfo:/var/lib/netinfo netinfod
#
# Old clients need the host's own network (broadcasts, ports 111 and 766), hence --network host.

FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends \
    libtirpc-dev libsqlite3-dev libcrypt-dev libedit-dev make pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY .ci .ci
COPY Config Config
COPY docs docs
COPY Makefile ./
RUN make build && make install DESTDIR=/installed

FROM debian:12-slim
RUN apt-get update && apt-get install --yes --no-install-recommends \
    libcrypt1 libedit2 libsqlite3-0 libstdc++6 libtirpc3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /installed/usr/sbin /usr/sbin
COPY --from=build /installed/usr/bin /usr/bin
COPY --from=build /installed/etc/netinfo /etc/netinfo
# The server is started by root and becomes this user.
RUN useradd --system --home-dir /var/lib/netinfo --shell /usr/sbin/nologin netinfo
VOLUME /var/lib/netinfo
ENTRYPOINT ["/usr/sbin/netinfod"]
