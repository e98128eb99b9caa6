@NullMarked
package dev.atoll.replica.testing;

import org.jspecify.annotations.NullMarked;
