/// Names for what is put aside.
enum FreeName {
    /// `path` with `suffix`, and with `-2`, `-3` … behind it when something has that name already.
    static func beside(_ path: String, _ suffix: String) -> String {
        var name = path + suffix
        var number = 2
        while SystemFiles().state(of: name) != nil {
            name = "\(path)\(suffix)-\(number)"
            number += 1
        }
        return name
    }

    /// `prefix` with the lowest number from 1 that gives a free name.
    static func numbered(_ prefix: String) -> String {
        var number = 1
        while SystemFiles().state(of: "\(prefix)\(number)") != nil { number += 1 }
        return "\(prefix)\(number)"
    }
}
