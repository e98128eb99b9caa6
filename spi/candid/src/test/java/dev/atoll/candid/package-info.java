@NullMarked
package dev.atoll.candid;

import org.jspecify.annotations.NullMarked;
