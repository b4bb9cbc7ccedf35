import NetInfoProtocol

/// Writes directories in the raw format, byte for byte as the original did but for backslashes (`tools.md` 10.1).
package struct RawWriter {
    private var bytes: [UInt8] = []
    private let highlight: ([UInt8]) -> [UInt8]

    private init(_ highlight: @escaping ([UInt8]) -> [UInt8]) { self.highlight = highlight }

    /// The text of an outline. `highlight` may put something around keys.
    package static func text(
        of outline: DirectoryOutline, highlight: @escaping ([UInt8]) -> [UInt8] = { $0 }
    ) -> [UInt8] {
        var writer = RawWriter(highlight)
        let nodes = outline.nodes
        for (index, node) in nodes.enumerated() {
            let next = index + 1 < nodes.count ? nodes[index + 1].depth : 0
            writer.write(node, next: next)
        }
        return writer.bytes
    }

    /// Writes a directory up to where the next one begins, which is as deep as `next`.
    private mutating func write(_ node: DirectoryOutline.Node, next: Int) {
        indent(node.depth * 4)
        write("{\n")
        for property in node.properties.properties { write(property, indentation: node.depth * 4 + 2) }
        guard next <= node.depth else {
            indent(node.depth * 4 + 2)
            write("CHILDREN = (\n")
            return
        }
        var depth = node.depth
        indent(depth * 4)
        write("}")
        while depth > next {
            depth -= 1
            write("\n")
            indent(depth * 4 + 2)
            write(")\n")
            indent(depth * 4)
            write("}")
        }
        write(depth > 0 ? ",\n" : "\n")
    }

    private mutating func write(_ property: Property, indentation: Int) {
        indent(indentation)
        write(highlight(Self.quoted(property.name)))
        write(" = (")
        for (index, value) in property.values.enumerated() {
            write(index == 0 ? " " : ", ")
            write(Self.quoted(value))
        }
        write(" );\n")
    }

    private static func quoted(_ value: [UInt8]) -> [UInt8] {
        var result = [Byte.quote]
        for byte in value {
            if byte == Byte.quote || byte == Byte.backslash { result.append(Byte.backslash) }
            result.append(byte)
        }
        return result + [Byte.quote]
    }

    private mutating func indent(_ count: Int) {
        for _ in 0..<count { bytes.append(Byte.blank) }
    }

    private mutating func write(_ text: String) { bytes += text.utf8 }

    private mutating func write(_ text: [UInt8]) { bytes += text }
}
