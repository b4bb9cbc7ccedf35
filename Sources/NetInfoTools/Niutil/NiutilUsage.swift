/// The usage text of `niutil` (`tools.md` 5.1).
enum NiutilUsage {
    static let text: MessageText = """
        usage: niutil -create      [opts] DOMAIN PATH
               niutil -destroy     [opts] DOMAIN PATH
               niutil -createprop  [opts] DOMAIN PATH KEY [VAL...]
               niutil -appendprop  [opts] DOMAIN PATH KEY VAL...
               niutil -mergeprop   [opts] DOMAIN PATH KEY VAL...
               niutil -insertval   [opts] DOMAIN PATH KEY VAL INDEX
               niutil -destroyprop [opts] DOMAIN PATH KEY...
               niutil -destroyval  [opts] DOMAIN PATH KEY VAL...
               niutil -renameprop  [opts] DOMAIN PATH OLDKEY NEWKEY
               niutil -passwd      [opts] DOMAIN PATH
               niutil -read        [opts] DOMAIN PATH
               niutil -list        [opts] DOMAIN PATH [KEY]
               niutil -readprop    [opts] DOMAIN PATH KEY
               niutil -readval     [opts] DOMAIN PATH KEY INDEX
               niutil -rparent     [opts] DOMAIN
               niutil -resync      [opts] DOMAIN
               niutil -statistics  [opts] DOMAIN
               niutil -domainname  [opts] DOMAIN
               niutil -OPERATION   [opts] --database FOLDER PATH...
        opts:  -t, --tag             DOMAIN is HOST/TAG
               --database FOLDER     work on a database folder instead of DOMAIN
               -p, --ask-password    ask for the password
               -u, --user USER       act as USER of the domain
               -P PASSWORD           the password (others can see it)
               --password-file FILE  read the password from FILE
               --password-fd N       read the password from descriptor N
               -T, --timeout SECONDS give up after SECONDS (30)
               -n                    -rparent: print an address
               -R                    retry while the master is busy
               -f, --force           -destroy: do not ask; -passwd: see the manual
               -0, --null            -readprop: end values in NUL
               --new-password-file FILE  -passwd: read the new password from FILE
               --new-password-fd N   -passwd: read it from descriptor N
               --legacy-des          -passwd: hash with DES, which is weak
               --dry-run             only print what would change
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}
