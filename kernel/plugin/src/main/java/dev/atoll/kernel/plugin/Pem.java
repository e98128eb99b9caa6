package dev.atoll.kernel.plugin;

import java.util.Base64;

/// One object in PEM. Source: RFC 7468.
final class Pem {

  private static final int LINE_CHARS = 64;

  private Pem() {}

  static String encode(byte[] der, String label) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der), label);
  }

  /// @throws IllegalArgumentException if `text` is anything else
  static byte[] decode(String text, String label) {
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("there is no \"%s\" in it".formatted(begin));
    }
    return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
  }
}
