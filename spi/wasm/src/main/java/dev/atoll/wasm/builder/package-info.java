/// Small WebAssembly modules written in Java, for tests of engines and bundles.
@NullMarked
@Version("1.0.0")
package dev.atoll.wasm.builder;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
