/// A page that shows how a node and its canisters are.
@NullMarked
package com.example.statuspage;

import org.jspecify.annotations.NullMarked;
