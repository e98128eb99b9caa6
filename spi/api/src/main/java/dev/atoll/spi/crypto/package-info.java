/// Keys and signatures: verification of the user schemes, threshold BLS12-381, node keys.
///
/// One [CryptoProvider] is registered per node; `CryptoProviderContract` in `spi/tck` states what
/// every provider keeps.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.crypto;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
