extension Nidomain {
    package static let usage: MessageText = """
        usage: nidomain -l [opts] [HOST]                   list the domains
               nidomain -g [opts] TAG [HOST]               print the ports of one
               nidomain -m [opts] TAG [HOST]               make a master and serve it
               nidomain -c [opts] TAG MASTER/MTAG [HOST]   make a clone of MTAG on MASTER
               nidomain -d [opts] TAG [HOST]               stop and destroy
               nidomain -u [opts] TAG [HOST]               unregister
               nidomain -a [opts] TAG ALIAS [HOST]         register TAG as ALIAS too
        opts:  -f, --force           -d: do not ask
               --keep-files          -d: leave the database
               --legacy-exit         -l, -g: exit with 0 when this host has no binder
               -p, --ask-password    ask for the password of root on HOST
               -P PASSWORD           the password (others can see it)
               --password-file FILE  read the password from FILE
               --password-fd N       read the password from descriptor N
               --user USER           accepted; the binder looks at the password only
               -T, --timeout SECONDS give up after SECONDS (30)
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}
