extension Nifind {
    package static let usage: MessageText = """
        usage: nifind [opts] DIRECTORY [DOMAIN]
        opts:  -a, --all             search DOMAIN and all domains below
               -n, --no-local        -a: skip domains with the tag local
               -p, --properties      print the properties of the directory
               -v, --verbose         also say where it was not found
               --first               stop when it is found
               --exit-status         exit with 1 when it is not found
               -T, --timeout SECONDS give up after SECONDS (30)
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}
