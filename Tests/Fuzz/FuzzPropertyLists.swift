import NetInfoProtocol
import NetInfoStore

/// The input is a property list, XML or binary. What is read has to be written and read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPropertyList(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    _ = try? PlistRecordReader.decodeOmittingUnfit(bytes)
    guard let record = try? PlistRecordReader.decode(bytes) else { return 0 }
    let written = PlistRecordWriter.encode(record)
    guard let again = try? PlistRecordReader.decode(written), again.properties == record.properties else {
        fatalError("a record changes when it is written: \(String(decoding: written, as: UTF8.self))")
    }
    return 0
}
