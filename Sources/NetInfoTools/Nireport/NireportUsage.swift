extension Nireport {
    package static let usage: MessageText = """
        usage: nireport [opts] DOMAIN DIRECTORY PROPERTY...
               nireport [opts] -t HOST/TAG DIRECTORY PROPERTY...
               nireport [opts] --database FOLDER DIRECTORY PROPERTY...
        opts:  -t, --tag HOST/TAG    report on the domain TAG of HOST
               --database FOLDER     report on a database folder of this machine
               --header              print the names of the properties first
               --no-value TEXT       print TEXT where there is no value (#NoValue#)
               --separator C         print C after each column (a tab)
               --csv                 print comma-separated values
               --align               print columns of equal width
               --sort KEY            sort by the property KEY
               -0, --null            end lines in NUL
               -T, --timeout SECONDS give up after SECONDS (30)
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}
