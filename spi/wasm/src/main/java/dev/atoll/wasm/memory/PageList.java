package dev.atoll.wasm.memory;

import java.util.Arrays;

/// A growing list of page numbers.
final class PageList {

  private int[] pages = new int[64];
  private int size;

  void add(int page) {
    if (size == pages.length) {
      pages = Arrays.copyOf(pages, size * 2);
    }
    pages[size++] = page;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /// The pages in ascending order.
  int[] sorted() {
    int[] result = Arrays.copyOf(pages, size);
    Arrays.sort(result);
    return result;
  }

  /// The pages in the order in which they were added.
  int[] toArray() {
    return Arrays.copyOf(pages, size);
  }
}
