import NetInfoDirectory
import NetInfoProtocol
import XDR

/// The input is XDR. What can be read as a property list has to come out again as it went in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzValues(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let bytes = [UInt8](input)
    if let list = try? PropertyList(encoded: bytes) {
        let encoded = list.encoded
        guard encoded.count <= bytes.count, (try? PropertyList(encoded: encoded)) == list else {
            fatalError("a property list changes: \(bytes)")
        }
    }
    // What the tree does with bytes that its store may have damaged.
    PropertyBytes(input).forEach { name, values in
        _ = name.count
        return (try? values.readNames()) != nil
    }
    _ = PropertyBytes(input).contains(input, input)
    for step in 0..<8 { readOn(input, step) }
    return 0
}

/// Reads values of all kinds in an order that the input chooses.
private func readOn(_ input: UnsafeRawBufferPointer, _ step: Int) {
    var reader = XDRReader(input)
    reader.namesEndAtNUL = step & 1 == 0
    for kind in input.dropFirst(step) {
        do throws(XDRError) {
            switch kind & 7 {
            case 0: _ = try reader.readUInt32()
            case 1: _ = try reader.readBool()
            case 2: _ = try reader.readOpaque(maximum: 400)
            case 3: _ = try reader.readCount(maximum: 1 << 20, elementSize: 4)
            case 4: _ = try reader.readNames()
            case 5: _ = try Property(from: &reader)
            case 6: _ = try DirectoryID(from: &reader)
            default: try reader.skip(Int(kind))
            }
        } catch {
            return
        }
    }
}
