/// A registry of names: a canister in Java.
@NullMarked
package com.example.registry;

import org.jspecify.annotations.NullMarked;
