/// A key of a property list's dictionary with its values, before `netinfo:` keys are told from properties.
struct PlistEntry {
    var key: [UInt8]
    var values: [[UInt8]]
    /// Where in the file it is, for messages.
    var offset: Int
}
