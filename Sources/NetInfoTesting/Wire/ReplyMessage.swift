package import NetInfoProtocol
import XDR

/// A reply message (RFC 5531 section 9), read strictly: anything else than a well-formed reply is an error.
package struct ReplyMessage: Hashable, Sendable {
    /// What a reply says.
    package enum Outcome: Hashable, Sendable {
        case success
        case programUnavailable
        case programMismatch(low: UInt32, high: UInt32)
        case procedureUnavailable
        case garbageArguments
        case systemError
        case versionMismatch(low: UInt32, high: UInt32)
        case authenticationError(UInt32)
    }

    package let xid: UInt32
    package let outcome: Outcome
    /// What follows the header: the results of a success.
    package let results: [UInt8]

    /// Reads a reply.
    package init(_ bytes: [UInt8]) throws(WireError) {
        let read: Result<ReplyMessage, XDRError> = bytes.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            do throws(XDRError) { return .success(try ReplyMessage(&reader, raw)) } catch { return .failure(error) }
        }
        switch read {
        case .success(let message): self = message
        case .failure(let error): throw .malformed("\(error) in \(bytes.prefix(64))")
        }
    }

    private init(_ reader: inout XDRReader, _ bytes: UnsafeRawBufferPointer) throws(XDRError) {
        xid = try reader.readUInt32()
        guard try reader.readUInt32() == 1 else { throw .invalidDiscriminant }
        outcome = try reader.readBool() ? try Self.denied(&reader) : try Self.accepted(&reader)
        guard outcome == .success || reader.remaining == 0 else { throw .tooLong }
        results = [UInt8](reader.slice(from: reader.offset, to: bytes.count))
    }

    private static func accepted(_ reader: inout XDRReader) throws(XDRError) -> Outcome {
        _ = try reader.readUInt32()
        _ = try reader.readOpaque(maximum: 400)
        switch try reader.readUInt32() {
        case 0: return .success
        case 1: return .programUnavailable
        case 2: return .programMismatch(low: try reader.readUInt32(), high: try reader.readUInt32())
        case 3: return .procedureUnavailable
        case 4: return .garbageArguments
        case 5: return .systemError
        default: throw .invalidDiscriminant
        }
    }

    private static func denied(_ reader: inout XDRReader) throws(XDRError) -> Outcome {
        if try reader.readBool() { return .authenticationError(try reader.readUInt32()) }
        return .versionMismatch(low: try reader.readUInt32(), high: try reader.readUInt32())
    }

    /// The big-endian words of the results, as far as they go.
    package var words: [UInt32] {
        stride(from: 0, to: results.count - results.count % 4, by: 4).map { place in
            results[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// The status that most results begin with.
    package var status: NIStatus? {
        outcome == .success ? words.first.map { NIStatus(rawValue: $0) } : nil
    }

    /// The id that stands `offset` words behind the status.
    package func id(at offset: Int = 0) -> DirectoryID? {
        guard words.count >= offset + 3 else { return nil }
        return DirectoryID(object: words[offset + 1], instance: words[offset + 2])
    }
}
