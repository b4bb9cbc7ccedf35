import NetInfoFormats

/// The nested JSON form of directories (`tools.md` 15), written without a call for each level.
enum OutlineJSON {
    /// The text of an outline, of which numbers are left out where they are not known.
    static func text(of outline: DirectoryOutline) -> [UInt8] {
        var bytes: [UInt8] = []
        let nodes = outline.nodes
        for (index, node) in nodes.enumerated() {
            bytes += "{".utf8
            if let origin = node.origin {
                bytes += "\"id\":\(origin.id),\"parent\":\(origin.parent),\"instance\":\(origin.instance),".utf8
            }
            bytes += "\"properties\":".utf8
            bytes += JSONValue(node.properties).encoded
            bytes += ",\"children\":[".utf8
            let next = index + 1 < nodes.count ? nodes[index + 1].depth : 0
            guard next <= node.depth else { continue }
            for _ in next...node.depth { bytes += "]}".utf8 }
            if index + 1 < nodes.count { bytes += ",".utf8 }
        }
        return bytes
    }
}
