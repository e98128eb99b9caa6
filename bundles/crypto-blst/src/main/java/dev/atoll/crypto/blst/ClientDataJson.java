package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Reads what a browser says of an assertion: a JSON object, of which three texts matter.
///
/// Strict by RFC 8259; `type`, `challenge` and `origin` are there once each and are texts.
///
/// Source: Web Authentication level 2, "Client Data Used in WebAuthn Signatures"; reference
/// implementation `rs/types/types/src/messages/webauthn.rs`.
final class ClientDataJson {

  /// As the reference implementation's JSON reader.
  private static final int DEPTH_MAX = 128;

  private final String in;

  private int at;

  private ClientDataJson(String in) {
    this.in = in;
  }

  /// The challenge in `json`, in base64url.
  ///
  /// @throws IllegalArgumentException if `json` is not client data
  static String challenge(Bytes json) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(json.unsafeArray());
      return new ClientDataJson(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString())
          .document();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("client data is not UTF-8", e);
    }
  }

  private String document() {
    Map<String, String> texts = new HashMap<>();
    space();
    object(texts);
    space();
    if (at != in.length()) {
      throw malformed();
    }
    for (String name : new String[] {"type", "challenge", "origin"}) {
      if (!texts.containsKey(name)) {
        throw new IllegalArgumentException("client data has no text '" + name + "'");
      }
    }
    return Objects.requireNonNull(texts.get("challenge"), "challenge is there");
  }

  private void object(Map<String, String> texts) {
    take('{');
    if (taken('}')) {
      return;
    }
    do {
      space();
      String name = string();
      space();
      take(':');
      space();
      boolean known = name.equals("type") || name.equals("challenge") || name.equals("origin");
      if (!known) {
        skip(2);
      } else if (texts.put(name, string()) != null) {
        throw new IllegalArgumentException("client data has '" + name + "' twice");
      }
      space();
    } while (taken(','));
    take('}');
  }

  private void skip(int depth) {
    if (depth > DEPTH_MAX) {
      throw malformed();
    }
    switch (peek()) {
      case '{' -> skipObject(depth);
      case '[' -> skipArray(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void skipObject(int depth) {
    take('{');
    space();
    if (taken('}')) {
      return;
    }
    do {
      space();
      string();
      space();
      take(':');
      space();
      skip(depth + 1);
      space();
    } while (taken(','));
    take('}');
  }

  private void skipArray(int depth) {
    take('[');
    space();
    if (taken(']')) {
      return;
    }
    do {
      space();
      skip(depth + 1);
      space();
    } while (taken(','));
    take(']');
  }

  private String string() {
    take('"');
    StringBuilder text = new StringBuilder();
    while (!taken('"')) {
      char c = peek();
      at++;
      if (c < ' ') {
        throw malformed();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw malformed();
    }
    return text.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw malformed();
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      unit = unit * 16 + digit;
      at++;
    }
    return (char) unit;
  }

  private void number() {
    taken('-');
    if (!taken('0')) {
      digits();
    }
    if (taken('.')) {
      digits();
    }
    if (taken('e') || taken('E')) {
      if (!taken('+')) {
        taken('-');
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private void word(String word) {
    if (!in.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
  }

  private void space() {
    while (at < in.length() && " \t\n\r".indexOf(in.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == in.length()) {
      throw malformed();
    }
    return in.charAt(at);
  }

  private boolean taken(char c) {
    if (at < in.length() && in.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void take(char c) {
    if (!taken(c)) {
      throw malformed();
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("client data is no JSON object at character " + at);
  }
}
