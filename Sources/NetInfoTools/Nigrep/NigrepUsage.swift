extension Nigrep {
    package static let usage: MessageText = """
        usage: nigrep [opts] EXPRESSION DOMAIN [DIRECTORY...]
               nigrep [opts] EXPRESSION -t HOST/TAG [DIRECTORY...]
               nigrep [opts] -e EXPRESSION [-e EXPRESSION...] DOMAIN [DIRECTORY...]
               nigrep [opts] EXPRESSION --database FOLDER [DIRECTORY...]
        opts:  -t, --tag HOST/TAG    search the domain TAG of HOST
               --database FOLDER     search a database folder of this machine
               -e, --expression EXPR search for EXPR; may be given several times
               -i, --ignore-case     upper and lower case are the same
               -k, --keys            search the keys only
               -V, --values          search the values only
               -c, --count           print the number of properties found
               -l, --list            print ids and paths of directories only
               -q, --quiet           print nothing; exit with 1 when nothing is found
               --exit-status         exit with 1 when nothing is found
               -0, --null            end lines in NUL
               -T, --timeout SECONDS give up after SECONDS (30)
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}
