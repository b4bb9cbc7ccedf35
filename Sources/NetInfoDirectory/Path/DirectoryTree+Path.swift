extension DirectoryTree {
    /// Steps and bytes after which a path ends, so that a deep tree costs no more than this.
    private static let mostSteps = 128
    private static let mostBytes = 4096

    /// The path of a directory, which `DirectoryPath` parses again: the first value of `name` of each directory on the
    /// way, nothing where one has none. Empty for the root, and for a directory that is not there. Of a path that is
    /// too long for anybody, only a part.
    package func pathBelowRoot(of id: UInt32) -> [UInt8] {
        guard id != 0, exists(id) else { return [] }
        if let parent = parent(of: id), parent == 0 { return DirectoryPath.step(nodes[Int(id)].properties) }
        var steps: [UInt32] = []
        var next = id
        while next != 0, steps.count < Self.mostSteps, let parent = parent(of: next) {
            steps.append(next)
            next = parent
        }
        return steps.reversed().reduce(into: []) { path, step in
            if path.count < Self.mostBytes { path += DirectoryPath.step(nodes[Int(step)].properties) }
        }
    }
}

extension DirectoryPath {
    private static let name = Array("name".utf8)

    /// A slash and the component that leads to a directory with these properties, in their XDR form.
    package static func step(_ properties: [UInt8]) -> [UInt8] {
        var step = [UInt8(ascii: "/")]
        properties.withUnsafeBytes { bytes in
            name.withUnsafeBytes { name in
                PropertyBytes(bytes).forEachValue(of: name) { value in
                    if value.contains(where: isSpecial) {
                        step += Component(value: Array(value)).bytes
                    } else {
                        step.append(contentsOf: value)
                    }
                    return false
                }
            }
        }
        return step
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "=")
    }
}
