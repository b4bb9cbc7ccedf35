import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The commands that look through many directories (`tools.md` 6.4 and 6.5).
extension NiclSession {
    private struct Pair {
        let key: [UInt8]
        let value: [UInt8]
    }

    /// search PATH MIN MAX KEY VAL [KEY VAL...]
    func search(_ arguments: [[UInt8]]) throws(NiclFailure) {
        guard arguments.count % 2 == 1 else {
            throw .misuse(
                "Too few parameters for search operation", usage: isShell ? NiclUsage.line(.search) : NiclUsage.text)
        }
        let minimum = try depth(arguments[1])
        let limit = try depth(arguments[2])
        let maximum = limit == -1 ? Int.max : limit
        guard minimum <= maximum else {
            return remark("Scope minimum (\(minimum)) > maximum (\(limit)) precludes search")
        }
        let pairs = stride(from: 3, to: arguments.count, by: 2).map {
            Pair(key: arguments[$0], value: arguments[$0 + 1])
        }
        let start = try object(at: arguments[0], for: "search")
        let found = try NiclFailure.naming("search", path: arguments[0]) { () throws(NetInfoClientError) in
            try matches(pairs, from: start, depths: minimum...maximum)
        }
        try show(found)
    }

    private func depth(_ text: [UInt8]) throws(NiclFailure) -> Int {
        guard let number = Int(String(decoding: text, as: UTF8.self)) else {
            throw .misuse("Scope must be a number, found \(text)")
        }
        return number
    }

    private func show(_ objects: [UInt32]) throws(NiclFailure) {
        if invocation.settings.usesJSON {
            var records: [JSONValue] = []
            for object in objects { records.append(JSONValue(try record(object).directory)) }
            return printJSON(.array(records))
        }
        environment.output.write("Search found \(objects.count) match\(objects.count == 1 ? "" : "es")\n")
        for object in objects {
            let record = try record(object)
            environment.output.write("\n")
            write(record)
        }
    }

    /// Directories that have all pairs, parents before children, children in order. The server looks the first pair
    /// up, so that only what has that one is read.
    private func matches(
        _ pairs: [Pair], from start: UInt32, depths: ClosedRange<Int>
    ) throws(NetInfoClientError) -> [UInt32] {
        var found: [UInt32] = []
        if depths.contains(0), try has(pairs, start) { found.append(start) }
        var waiting: [(object: UInt32, depth: Int, isCandidate: Bool)] = [(start, 0, false)]
        var seen: Set<UInt32> = [start]
        while let next = waiting.popLast() {
            if next.isCandidate, try has(pairs, next.object) { found.append(next.object) }
            guard next.depth < depths.upperBound else { continue }
            let depth = next.depth + 1
            let children = try children(
                of: next.object, matching: depths.contains(depth) ? pairs.first : nil,
                onlyThose: depth == depths.upperBound)
            for child in children.reversed() where seen.insert(child.id).inserted {
                waiting.append((child.id, depth, child.matches))
            }
        }
        return found
    }

    /// The children to go on with: all of them, or at the last depth those that match.
    private func children(
        of object: UInt32, matching pair: Pair?, onlyThose: Bool
    ) throws(NetInfoClientError) -> [(id: UInt32, matches: Bool)] {
        if onlyThose { return try matches(pair, in: object).map { ($0, true) } }
        let all = try datastore.reader.children(of: object).value
        let matching = all.isEmpty ? [] : Set(try matches(pair, in: object))
        return all.map { ($0, matching.contains($0)) }
    }

    private func matches(_ pair: Pair?, in object: UInt32) throws(NetInfoClientError) -> [UInt32] {
        guard let pair else { return [] }
        do throws(NetInfoClientError) {
            return try datastore.reader.lookup(pair.key, pair.value, in: object).value
        } catch {
            guard error.status == .noDirectory else { throw error }
            return []
        }
    }

    private func has(_ pairs: [Pair], _ object: UInt32) throws(NetInfoClientError) -> Bool {
        let properties = try datastore.reader.read(object).value.properties
        return pairs.allSatisfy { pair in
            properties.contains { $0.name == pair.key && $0.values.contains(pair.value) }
        }
    }
}
