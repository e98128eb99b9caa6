@NullMarked
package dev.atoll.crypto.blst;

import org.jspecify.annotations.NullMarked;
