/// The contract of canisters in Java, and a canister's surroundings for tests of one.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.canister;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
