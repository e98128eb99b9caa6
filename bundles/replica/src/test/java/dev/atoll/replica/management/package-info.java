@NullMarked
package dev.atoll.replica.management;

import org.jspecify.annotations.NullMarked;
