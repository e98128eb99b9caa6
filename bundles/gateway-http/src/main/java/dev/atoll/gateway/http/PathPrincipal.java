package dev.atoll.gateway.http;

import dev.atoll.types.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Reads principals in paths, and says in the words of the reference implementation what is wrong
/// with one.
///
/// Source: `rs/http_endpoints/public` takes them with axum's `Path`, whose messages carry those of
/// the crate `ic_principal`.
final class PathPrincipal {

  /// CRC32 and at most 29 bytes in base32, without dashes.
  private static final int DIGITS_MAX = 53;

  private static final int DIGITS_MIN = 7;

  private PathPrincipal() {}

  /// @throws IllegalArgumentException with a message for the client
  static Principal parse(String parameter, String segment) {
    String text = segment.indexOf('%') < 0 ? segment : decode(segment);
    try {
      return Principal.fromText(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid URL: Cannot parse `%s` with value `%s`: %s"
              .formatted(parameter, text, explain(text)),
          e);
    }
  }

  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not an encoding: then it is no base32 either, and the client reads its own text.
      return segment;
    }
  }

  private static String explain(String text) {
    String digits = text.replace("-", "");
    if (!digits.chars().allMatch(PathPrincipal::isBase32)) {
      return "Text must be in valid Base32 encoding.";
    }
    if (digits.length() < DIGITS_MIN) {
      return "Text is too short.";
    }
    if (digits.length() > DIGITS_MAX) {
      return "Text is too long.";
    }
    String grouped = group(digits);
    if (isPrincipal(grouped)) {
      return "Text should be separated by - (dash) every 5 characters: expected \"" + grouped + '"';
    }
    return "CRC32 check sequence doesn't match with calculated from Principal bytes.";
  }

  private static boolean isBase32(int c) {
    return isUpperCase(c) || (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
  }

  private static boolean isUpperCase(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static String group(String digits) {
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && i % 5 == 0) {
        grouped.append('-');
      }
      char c = digits.charAt(i);
      grouped.append(isUpperCase(c) ? Character.toLowerCase(c) : c);
    }
    return grouped.toString();
  }

  private static boolean isPrincipal(String text) {
    try {
      Principal.fromText(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
