package dev.atoll.candid;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a function promises; a function without annotation is an update.
///
/// Source: Candid.md, "Functions".
public enum FuncAnnotation {
  QUERY(1),
  ONEWAY(2),
  COMPOSITE_QUERY(3);

  private final int code;

  private final String keyword;

  FuncAnnotation(int code) {
    this.code = code;
    this.keyword = name().toLowerCase(Locale.ROOT);
  }

  int code() {
    return code;
  }

  static @Nullable FuncAnnotation ofCode(int code) {
    for (FuncAnnotation annotation : values()) {
      if (annotation.code == code) {
        return annotation;
      }
    }
    return null;
  }

  static @Nullable FuncAnnotation ofKeyword(String keyword) {
    for (FuncAnnotation annotation : values()) {
      if (annotation.keyword.equals(keyword)) {
        return annotation;
      }
    }
    return null;
  }

  /// The keyword of the interface language.
  @Override
  public String toString() {
    return keyword;
  }
}
