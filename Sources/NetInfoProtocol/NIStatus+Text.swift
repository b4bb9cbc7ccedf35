extension NIStatus {
    /// The text of the status, which scripts compare (`tools.md` 4.1).
    package var text: String { Self.texts[rawValue] ?? "(unknown error)" }

    private static let texts: [UInt32: String] = [
        0: "Operation succeeded",
        1: "ID is invalid",
        2: "Write attempted on stale version of object",
        3: "No space available for write operation",
        4: "Permission denied",
        5: "No such directory",
        6: "No such property",
        7: "No such name",
        8: "Cannot delete name object with children",
        9: "Object is not child of parent: cannot destroy",
        10: "Serialization error",
        11: "Hit network root domain",
        12: "No response from remote parent",
        13: "No writes allowed: all objects are read-only",
        14: "Remote system error",
        15: "Can't regenerate: already in use",
        16: "Operation makes no sense on clone",
        17: "Can't find address of server",
        18: "Duplicate domain tag: can't serve it",
        19: "No such tag",
        20: "Authentication error",
        21: "No such user",
        22: "Master server is busy",
        23: "Invalid domain",
        24: "Invalid operation on master",
        9999: "Communication failure",
    ]
}
