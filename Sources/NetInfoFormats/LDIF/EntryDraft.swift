import NetInfoDirectory
import NetInfoProtocol

/// Why there is no entry for a directory: it lacks what the entry's class demands.
struct Omission: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// A directory on its way to becoming an LDAP entry.
///
/// Only what a server takes gets in. What does not is remarked upon, and so is every property that nobody asked for.
struct EntryDraft {
    let record: DirectoryRecord
    private(set) var classes: [String] = ["top"]
    private(set) var remarks: [ExportRemark] = []
    /// What the entry is called after, and what is added when a sibling has that name.
    private(set) var naming: [DistinguishedName.Assertion] = []
    private(set) var distinction: DistinguishedName.Assertion?
    private var attributes: [(attribute: LDAPAttribute, value: [UInt8])] = []
    private var identities: [LDAPAttribute: Set<[UInt8]>] = [:]
    private var taken: Set<[UInt8]> = []

    init(_ record: DirectoryRecord) { self.record = record }

    // MARK: Classes and names

    mutating func declare(_ names: String...) { classes += names }

    /// Calls the entry after the directory's first name, and adds all its names.
    mutating func name(after attribute: LDAPAttribute = .cn) throws(Omission) {
        let names = values("name")
        guard let first = names.first else { throw Omission("no name") }
        if let fault = attribute.syntax.fault(in: first) { throw Omission("the name \(fault)") }
        naming = [.init(attribute, first)]
        add(attribute, names, from: "name")
    }

    /// Calls the entry after something else than its name.
    mutating func name(_ attribute: LDAPAttribute, _ value: [UInt8]) { naming = [.init(attribute, value)] }

    /// What tells the entry from another one of its name.
    mutating func distinguish(by attribute: LDAPAttribute, _ value: [UInt8]) {
        distinction = .init(attribute, value)
    }

    // MARK: Properties

    /// The values of a property, which counts as dealt with.
    mutating func values(_ key: String) -> [[UInt8]] {
        taken.insert(Array(key.utf8))
        return record.properties.values(of: key) ?? []
    }

    /// The first value of a property, unless it is empty. Others are remarked upon.
    mutating func value(_ key: String) -> [UInt8]? {
        let all = values(key)
        if all.count > 1 { leaveOut(key, "only the first value counts") }
        return all.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The number in the first value of a property, which must be there and within the range.
    mutating func number(_ key: String, _ range: ClosedRange<Int>) throws(Omission) -> Int {
        guard let text = value(key) else { throw Omission("no \(key)") }
        guard let number = Self.number(text) else { throw Omission("the \(key) is no number") }
        guard range.contains(number) else {
            throw Omission("the \(key) \(number) is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    static func number(_ text: [UInt8]) -> Int? {
        text.first == UInt8(ascii: "+") ? nil : Int(String(decoding: text, as: UTF8.self))
    }

    // MARK: Attributes

    mutating func add(_ attribute: LDAPAttribute, _ number: Int) {
        attributes.append((attribute, Array(String(number).utf8)))
    }

    /// Adds the values that a server takes, and tells about the others. Returns how many were added.
    @discardableResult
    mutating func add(_ attribute: LDAPAttribute, _ values: [[UInt8]], from key: String) -> Int {
        var added = 0
        var same = 0
        for value in values {
            if let fault = attribute.syntax.fault(in: value) {
                if !value.isEmpty || attribute == naming.first?.attribute { leaveOut(key, "a value \(fault)") }
            } else if identities[attribute, default: []].insert(attribute.syntax.identity(of: value)).inserted {
                attributes.append((attribute, value))
                added += 1
            } else {
                same += 1
            }
        }
        if same > 0 { change(key, "values that are the same to LDAP are there once") }
        return added
    }

    /// Adds a value that does not come from the directory, unless the entry has the attribute.
    mutating func supply(_ attribute: LDAPAttribute, _ value: [UInt8]) {
        guard !attributes.contains(where: { $0.attribute == attribute }) else { return }
        attributes.append((attribute, value))
    }

    // MARK: Remarks

    mutating func leaveOut(_ key: String, _ reason: String) {
        let remark = ExportRemark(.propertyLeftOut, record.id, property: Array(key.utf8), reason)
        if !remarks.contains(remark) { remarks.append(remark) }
    }

    mutating func change(_ key: String, _ reason: String) {
        remarks.append(ExportRemark(.changed, record.id, property: Array(key.utf8), reason))
    }

    /// Says that a property stands elsewhere, or says nothing when it has one of these values.
    mutating func ignore(_ key: String, unless isWorthTelling: ([UInt8]) -> Bool = { _ in false }) {
        guard values(key).contains(where: isWorthTelling) else { return }
        leaveOut(key, Self.noAttribute)
    }

    static let noAttribute = "no attribute in RFC 2307"

    /// The properties that nobody asked for, and repeated ones, of which the first counts.
    mutating func finish() {
        var seen: Set<[UInt8]> = []
        for property in record.properties.properties where property.values.contains(where: { !$0.isEmpty }) {
            if !seen.insert(property.name).inserted {
                remarks.append(
                    ExportRemark(
                        .propertyLeftOut, record.id, property: property.name,
                        "there is another of its name, which counts"))
            } else if !taken.contains(property.name) {
                remarks.append(
                    ExportRemark(.propertyLeftOut, record.id, property: property.name, Self.noAttribute))
            }
        }
    }

    /// The entry under this name.
    func entry(named name: [UInt8]) -> LDIFEntry {
        LDIFEntry(
            name: name,
            attributes: classes.map { .init("objectClass", Array($0.utf8)) }
                + attributes.map { .init($0.attribute.rawValue, $0.value) })
    }
}
