@NullMarked
package dev.atoll.replica.tree;

import org.jspecify.annotations.NullMarked;
