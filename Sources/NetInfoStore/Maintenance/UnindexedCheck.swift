/// Checks property lists that there is no index to compare with.
struct UnindexedCheck {
    let folder: String
    let place: (String) -> String

    /// Whether an index can be made of them, as the next start will.
    func run(_ findings: inout DomainFindings) {
        checkFiles(&findings)
        guard findings.plists > 0 else {
            findings.findings.append(
                StoreFinding(
                    kind: .index, file: place("sqlindex"), text: "there is neither an index nor a property list",
                    remedy: "bring the domain back from a copy, or remove its folder"))
            return
        }
        findings.findings.append(
            StoreFinding(
                kind: .noIndex, file: place("sqlindex"), text: "there is no index",
                remedy: "the next start of netinfod makes one of the property lists"))
        guard findings.isSound, let found = try? DslocalReader(folder: folder).read() else { return }
        findings.directories = found.records.count
    }

    /// Whether each of them can be read.
    func checkFiles(_ findings: inout DomainFindings) {
        let walk = PlistWalk(folder: folder)
        findings.plists = walk.plists.count
        for file in walk.plists {
            guard let reason = Self.fault(in: folder + "/" + file) else { continue }
            findings.findings.append(
                StoreFinding(
                    kind: .unreadable, file: place(file), text: reason,
                    remedy: "mend it by hand, or --repair puts it aside and goes on without it"))
        }
    }

    /// Why a property list cannot be read; nil when it can.
    static func fault(in path: String) -> String? {
        do {
            _ = try PlistRecordReader.decode(try SystemFiles().read(path, maximum: PlistRecordReader.maximumSize))
            return nil
        } catch let error as PlistError {
            return "it cannot be read: \(error)"
        } catch {
            return "\(error)"
        }
    }
}
