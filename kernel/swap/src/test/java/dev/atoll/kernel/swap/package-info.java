@NullMarked
package dev.atoll.kernel.swap;

import org.jspecify.annotations.NullMarked;
