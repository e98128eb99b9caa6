/// Values of the Internet Computer interface specification; nothing but the JDK.
@NullMarked
@Version("1.0.0")
package dev.atoll.types;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
