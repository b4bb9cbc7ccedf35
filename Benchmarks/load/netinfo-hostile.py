#!/usr/bin/env python3
"""Does the worst to a NetInfo server until it is killed: netinfo-hostile PORT CONNECTIONS [half|guess].

half:  connections that send half a record, feed one byte a second, announce records they never send, ask for everything and
       never read, or send garbage; whoever is cut off comes again.
guess: connections that send wrong passwords one after another; at the end, by SIGTERM, how many were answered.
"""

import os
import random
import selectors
import signal
import socket
import struct
import sys
import time

port, count, kind = int(sys.argv[1]), int(sys.argv[2]), (sys.argv[3:] or ["half"])[0]
selector = selectors.DefaultSelector()
answered = cut = 0
began = time.monotonic()


def call(procedure, arguments=b"", credential=b""):
    flavour = 1 if credential else 0
    message = struct.pack(">8I", random.getrandbits(32), 0, 2, 200100000, 2, procedure, flavour, len(credential))
    message += credential + struct.pack(">2I", 0, 0) + arguments
    return struct.pack(">I", 0x80000000 | len(message)) + message


def opaque(data):
    return struct.pack(">I", len(data)) + data + bytes(-len(data) % 4)


def guess():
    password = bytes(255 - byte for byte in b"guess%d" % random.getrandbits(30))
    # The users that netinfo-fill makes are numbered from 100,000 on; without one there is nothing to guess.
    uid = 100_000 + random.randrange(1000)
    credential = struct.pack(">I", 0) + opaque(password) + struct.pack(">3I", uid, 0, 0)
    return call(12, struct.pack(">2I", 0, 0) + opaque(b"x") + struct.pack(">2I", 0, 0xFFFFFFFF), credential)


def opened(number):
    connection = socket.socket()
    connection.setblocking(False)
    # Everybody on 127/8 is this host; several addresses show that the limit is not for one of them.
    connection.bind(("127.0.0.%d" % (2 + number % 200), 0))
    try:
        connection.connect(("127.0.0.1", port))
    except BlockingIOError:
        pass
    selector.register(connection, selectors.EVENT_WRITE, number)
    return connection


def first(number):
    if kind == "guess":
        return guess()
    return [
        call(7, bytes(8))[:20],                       # half a record
        struct.pack(">I", 0x800001F4),                # fed a byte a second
        struct.pack(">I", 0xFFFFFFFF) + bytes(10),    # two gigabytes announced
        call(23, bytes(8)) * 8,                       # LISTALL of everything, never read
        os.urandom(64),                               # garbage
    ][number % 5]


def finish(*_):
    print("answered=%d cut=%d seconds=%.1f" % (answered, cut, time.monotonic() - began), flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, finish)
connections = [opened(number) for number in range(count)]
dripped = time.monotonic()
again = []
while True:
    for key, events in selector.select(0.2):
        connection, number = key.fileobj, key.data
        try:
            if events & selectors.EVENT_WRITE:
                connection.send(first(number))
                # Whoever asks and never reads is not woken by what it could read.
                reads = kind == "guess" or number % 5 != 3
                selector.modify(connection, selectors.EVENT_READ, number) if reads else selector.unregister(connection)
            elif not connection.recv(65536):
                raise ConnectionResetError
            elif kind == "guess":
                answered += 1
                connection.send(guess())
        except OSError:
            cut += 1
            selector.unregister(connection)
            connection.close()
            again.append((time.monotonic() + 1, number))
    now = time.monotonic()
    if now - dripped > 1:
        dripped = now
        for key in list(selector.get_map().values()):
            if kind != "guess" and key.data % 5 == 1:
                try:
                    key.fileobj.send(b"\0")
                except OSError:
                    pass
    while again and again[0][0] < now:
        number = again.pop(0)[1]
        connections[number] = opened(number)
