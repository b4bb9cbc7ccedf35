/// What `nicl` can do with an open datasource (`tools.md` 6.2).
enum NiclCommand: String, CaseIterable, Sendable {
    case read, list, create, delete, append, merge, insert, rename, move, copy, search, path, load, passwd
    case history, stats, domainname, rparent, resync, flush, source, echo, auth, cd, pwd, quit, help
    case attach, detach, parent

    /// The command called `name`, with or without the dash that command lines put before it.
    init?(_ name: [UInt8]) {
        let bare = name.first == UInt8(ascii: "-") && name.count > 1 ? name.dropFirst() : name[...]
        let found = Self.allCases.first { command in
            command.names.contains { bare.elementsEqual($0.utf8) }
        }
        guard let found else { return nil }
        self = found
    }

    /// All names, the one that messages use first.
    var names: [String] { [rawValue] + aliases }

    private var aliases: [String] {
        switch self {
        case .read: ["cat", "."]
        case .list: ["ls"]
        case .create: ["mk", "createprop"]
        case .delete: ["rm", "destroy", "destroyprop"]
        case .move: ["mv"]
        case .copy: ["cp"]
        case .history: ["hist"]
        case .stats: ["statistics"]
        case .domainname: ["name"]
        case .source: ["<"]
        case .auth: ["su"]
        case .quit: ["q", "exit"]
        default: []
        }
    }

    /// The arguments in the words of the usage text.
    var synopsis: String {
        switch self {
        case .read: "PATH [KEY...]"
        case .list: "PATH [KEY]"
        case .create: "[PATH [KEY [VAL...]]]"
        case .delete: "PATH [KEY [VAL...]]"
        case .append, .merge: "PATH KEY VAL..."
        case .insert: "PATH KEY VAL INDEX"
        case .rename: "PATH OLDKEY NEWKEY"
        case .move, .copy: "PATH NEWPARENT"
        case .search: "PATH MIN MAX KEY VAL [KEY VAL...]"
        case .path, .cd, .passwd: "PATH"
        case .load: "DELIM KEY VAL... [DELIM KEY VAL...]..."
        case .history: "[<|>|=] [VERSION]"
        case .source: "FILE"
        case .echo: "STRING..."
        case .auth: "USER [PASSWORD]"
        case .attach, .detach, .parent: "PATH ID"
        case .stats, .domainname, .rparent, .resync, .flush, .pwd, .quit, .help: ""
        }
    }

    /// How many arguments; nil as maximum for any number.
    var arguments: (minimum: Int, maximum: Int?) {
        switch self {
        case .read, .delete: (1, nil)
        case .list: (1, 2)
        case .create, .echo: (0, nil)
        case .append, .merge: (3, nil)
        case .insert: (4, 4)
        case .rename: (3, 3)
        case .move, .copy, .attach, .detach, .parent: (2, 2)
        case .search: (5, nil)
        case .path, .cd, .source, .passwd: (1, 1)
        case .load: (2, nil)
        case .history: (0, 2)
        case .auth: (1, 2)
        case .stats, .domainname, .rparent, .resync, .flush, .pwd, .quit, .help: (0, 0)
        }
    }

    /// Whether a session takes the current directory for a path that is left out (`tools.md` 6.7).
    var defaultsToCurrentDirectory: Bool {
        switch self {
        case .read, .list, .delete, .path, .cd: true
        default: false
        }
    }

    /// Whether the first argument is a path.
    var takesPath: Bool {
        switch self {
        case .read, .list, .create, .delete, .append, .merge, .insert, .rename, .move, .copy, .search, .path, .cd,
            .passwd, .attach, .detach, .parent:
            true
        default: false
        }
    }

    /// Whether the command changes the datasource.
    var isWrite: Bool {
        switch self {
        case .create, .delete, .append, .merge, .insert, .rename, .move, .copy, .load, .passwd, .attach, .detach,
            .parent:
            true
        default: false
        }
    }

    /// Whether only `--expert` makes the command known: repairs of a database's links.
    var isRepair: Bool { self == .attach || self == .detach || self == .parent }
}
