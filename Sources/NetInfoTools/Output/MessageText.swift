package import NetInfoProtocol

/// Text made of bytes, so that names and paths come out as they are, whatever their encoding.
package struct MessageText: Hashable, Sendable, ExpressibleByStringInterpolation {
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package init(stringLiteral value: String) { bytes = Array(value.utf8) }

    package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }

        package mutating func appendInterpolation(_ value: [UInt8]) { bytes += value }

        package mutating func appendInterpolation(_ value: MessageText) { bytes += value.bytes }

        package mutating func appendInterpolation(_ value: String) { bytes += value.utf8 }

        package mutating func appendInterpolation(_ value: some BinaryInteger) { bytes += String(value).utf8 }

        package mutating func appendInterpolation(_ status: NIStatus) { bytes += status.text.utf8 }
    }
}
