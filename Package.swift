// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Swift settings of every target of this package. Continuous integration asks for warnings as errors.
var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
if ProcessInfo.processInfo.environment["NETINFO_WARNINGS_AS_ERRORS"] == "1" {
    settings.append(.treatAllWarnings(as: .error))
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "netinfod",
    products: [
        .executable(name: "netinfod", targets: ["netinfod"]),
        .executable(name: "netinfo", targets: ["netinfo"]),
        .library(name: "NetInfoClient", targets: ["NetInfoClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.0.0", traits: ["PropertyList"]),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CTirpc", pkgConfig: "libtirpc", providers: [.apt(["libtirpc-dev"])]),
        .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CNetInfoRPC", dependencies: ["CTirpc"]),
        .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),
        .target(name: "XDR", swiftSettings: settings),
        .target(name: "ONCRPC", dependencies: ["CLinux", "CNetInfoRPC", "XDR"], swiftSettings: settings),
        .target(name: "NetInfoProtocol", dependencies: ["ONCRPC", "XDR"], swiftSettings: settings),
        .target(name: "NetInfoDirectory", dependencies: ["NetInfoProtocol", "XDR"], swiftSettings: settings),
        .target(
            name: "NetInfoStore",
            dependencies: ["CLinux", "NetInfoDirectory", "NetInfoProtocol", "XDR", database, logging],
            swiftSettings: settings),
        .target(
            name: "NetInfoClient",
            dependencies: ["NetInfoDirectory", "NetInfoProtocol", "ONCRPC", "XDR"],
            swiftSettings: settings),
        .target(
            name: "NetInfoServer",
            dependencies: [
                "CCrypt", "CLinux", "NetInfoClient", "NetInfoDirectory", "NetInfoProtocol", "NetInfoStore", "ONCRPC",
                "XDR",
                configuration, logging, system,
            ],
            swiftSettings: settings),
        .target(
            name: "NetInfoFormats",
            dependencies: ["NetInfoDirectory", "NetInfoProtocol", "XDR"],
            swiftSettings: settings),
        .target(
            name: "NetInfoTools",
            dependencies: [
                "CCrypt", "CEditLine", "NetInfoClient", "NetInfoDirectory", "NetInfoFormats", "NetInfoProtocol",
                "NetInfoStore", "ONCRPC", "XDR", arguments, logging,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "netinfod", dependencies: ["NetInfoServer", "ONCRPC", arguments, logging], swiftSettings: settings),
        .executableTarget(name: "netinfo", dependencies: ["NetInfoTools"], swiftSettings: settings),
        .target(
            name: "NetInfoTesting",
            dependencies: [
                "NetInfoClient", "NetInfoDirectory", "NetInfoProtocol", "NetInfoServer", "NetInfoStore", "ONCRPC",
                "XDR",
                .product(name: "GRDBSQLite", package: "GRDB.swift"), logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "XDRTests", dependencies: ["NetInfoProtocol", "NetInfoTesting", "ONCRPC", "XDR"],
            swiftSettings: settings),
        .testTarget(
            name: "ONCRPCTests", dependencies: ["ONCRPC", "XDR", "NetInfoTesting"], swiftSettings: settings),
        .testTarget(
            name: "NetInfoDirectoryTests",
            dependencies: ["NetInfoDirectory", "NetInfoProtocol", "NetInfoTesting", "XDR"], swiftSettings: settings),
        .testTarget(
            name: "NetInfoStoreTests",
            dependencies: [
                "NetInfoDirectory", "NetInfoProtocol", "NetInfoStore", "NetInfoTesting", "ONCRPC", "XDR", database,
                logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "NetInfoServerTests",
            dependencies: [
                "NetInfoDirectory", "NetInfoProtocol", "NetInfoServer", "NetInfoStore", "NetInfoTesting", "ONCRPC",
                "XDR",
                logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "NetInfoFormatsTests",
            dependencies: [
                "NetInfoDirectory", "NetInfoFormats", "NetInfoProtocol", "NetInfoStore", "NetInfoTesting",
            ], swiftSettings: settings),
        .testTarget(
            name: "NetInfoToolsTests",
            dependencies: [
                "NetInfoClient", "NetInfoDirectory", "NetInfoFormats", "NetInfoProtocol", "NetInfoServer",
                "NetInfoStore",
                "NetInfoTesting", "NetInfoTools", "ONCRPC", "XDR", logging,
            ], swiftSettings: settings),
    ]
)
