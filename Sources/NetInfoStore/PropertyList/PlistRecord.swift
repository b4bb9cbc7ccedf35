package import NetInfoProtocol

/// One directory as a property list file holds it (`docs/store-format.md`, "One directory, one property list").
package struct PlistRecord: Hashable, Sendable {
    /// What NetInfo knows of a directory besides its properties and its parent.
    package struct Bookkeeping: Hashable, Sendable {
        /// The directory's number; the root is 0.
        package var id: UInt32
        /// Counts the changes of the directory, modulo 2^32.
        package var instance: UInt32
        /// Position among the siblings: ascending, gaps are of no account.
        package var rank: Int64

        package init(id: UInt32, instance: UInt32, rank: Int64) {
            self.id = id
            self.instance = instance
            self.rank = rank
        }
    }

    /// Absent in the files of a Mac's dslocal folder and in those made by hand.
    package var bookkeeping: Bookkeeping?
    package var properties: PropertyList

    package init(bookkeeping: Bookkeeping? = nil, properties: PropertyList) {
        self.bookkeeping = bookkeeping
        self.properties = properties
    }
}

extension PlistRecord.Bookkeeping {
    /// The values of the key `netinfo:directory`.
    var values: [[UInt8]] {
        [Array("id=\(id)".utf8), Array("instance=\(instance)".utf8), Array("rank=\(rank)".utf8)]
    }

    /// Takes exactly one `id`, `instance` and `rank`, in any order; nil for anything else.
    init?(values: [[UInt8]]) {
        var id: UInt32?
        var instance: UInt32?
        var rank: Int64?
        for value in values {
            guard let equals = value.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let digits = value[(equals + 1)...]
            switch value[..<equals] {
            case let name where name.elementsEqual("id".utf8): id = UInt32(decimal: digits)
            case let name where name.elementsEqual("instance".utf8): instance = UInt32(decimal: digits)
            case let name where name.elementsEqual("rank".utf8): rank = Int64(decimal: digits)
            default: return nil
            }
        }
        guard values.count == 3, let id, let instance, let rank else { return nil }
        self.init(id: id, instance: instance, rank: rank)
    }
}

extension FixedWidthInteger {
    /// Reads digits, with a `-` in front only where the type has a sign; nil when out of range or anything else.
    init?(decimal digits: some Collection<UInt8>) {
        let isNegative = Self.isSigned && digits.first == UInt8(ascii: "-")
        var value: Self = 0
        var count = 0
        for byte in isNegative ? digits.dropFirst() : digits[...] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let scaled = value.multipliedReportingOverflow(by: 10)
            let digit = Self(byte - 0x30)
            let sum =
                isNegative
                ? scaled.partialValue.subtractingReportingOverflow(digit)
                : scaled.partialValue.addingReportingOverflow(digit)
            guard !scaled.overflow, !sum.overflow else { return nil }
            value = sum.partialValue
            count += 1
        }
        guard count > 0 else { return nil }
        self = value
    }
}
