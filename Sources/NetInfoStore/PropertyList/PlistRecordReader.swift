/// Reads the property list of a directory: XML, in the order of the document, or binary, in the order of the keys
/// (`docs/store-format.md`, "One directory, one property list").
///
/// Takes time and memory in proportion to the size of the file, whatever the file claims.
package enum PlistRecordReader {
    /// Bytes of the largest file that is read.
    package static let maximumSize = 64 << 20

    /// Reads a file's whole content.
    package static func decode(_ bytes: [UInt8]) throws(PlistError) -> PlistRecord {
        try bytes.withRawBytes { raw throws(PlistError) in try decode(raw) }
    }

    /// Reads a file's whole content.
    package static func decode(_ bytes: UnsafeRawBufferPointer) throws(PlistError) -> PlistRecord {
        var assembler = PlistRecordAssembler(omitsUnfit: false)
        return try decode(bytes, with: &assembler)
    }

    /// Reads a file's whole content, leaving out what NetInfo cannot carry (a NUL byte, or too long) instead of
    /// refusing the file.
    ///
    /// Returns the record and what was left out, one sentence each.
    package static func decodeOmittingUnfit(
        _ bytes: [UInt8]
    ) throws(PlistError) -> (record: PlistRecord, omissions: [String]) {
        var assembler = PlistRecordAssembler(omitsUnfit: true)
        let record = try bytes.withRawBytes { raw throws(PlistError) in try decode(raw, with: &assembler) }
        return (record, assembler.omissions)
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, with assembler: inout PlistRecordAssembler
    ) throws(PlistError) -> PlistRecord {
        guard bytes.count <= maximumSize else {
            let problem = "the file has \(bytes.count) bytes; a property list may have \(maximumSize)"
            throw PlistError(place: .text(line: 1, column: 1), problem: problem)
        }
        if bytes.starts(with: BinaryPlistReader.magic) { return try decodeBinary(bytes, with: &assembler) }
        guard PlistTextEncoding.isUTF16(bytes) else { return try decodeText(bytes, with: &assembler) }
        guard let text = PlistTextEncoding.utf8(fromUTF16: bytes) else {
            throw PlistError(place: .text(line: 1, column: 1), problem: "the file is not valid UTF-16")
        }
        return try text.withRawBytes { raw throws(PlistError) in try decodeText(raw, with: &assembler) }
    }

    private static func decodeText(
        _ text: UnsafeRawBufferPointer, with assembler: inout PlistRecordAssembler
    ) throws(PlistError) -> PlistRecord {
        do throws(PlistFault) {
            var parser = XMLPlistParser(text)
            return try assembler.record(of: try parser.readDocument())
        } catch {
            throw error.located(in: text)
        }
    }

    private static func decodeBinary(
        _ bytes: UnsafeRawBufferPointer, with assembler: inout PlistRecordAssembler
    ) throws(PlistError) -> PlistRecord {
        do throws(PlistFault) {
            var reader = try BinaryPlistReader(bytes)
            return try assembler.record(of: PlistOrder.byKey(try reader.readEntries()))
        } catch {
            throw PlistError(place: .byte(error.offset), problem: error.problem)
        }
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` for bodies that throw errors of a known type.
    fileprivate func withRawBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result: Result<Value, Failure> = withUnsafeBytes { raw in
            do throws(Failure) { return .success(try body(raw)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
