package dev.atoll.replica;

/// A flat JSON object on one line, its keys in the order in which they were put.
final class TraceLine {

  private final StringBuilder text = new StringBuilder("{");

  TraceLine put(String key, long value) {
    key(key);
    text.append(value);
    return this;
  }

  TraceLine put(String key, String value) {
    key(key);
    quote(value);
    return this;
  }

  private void key(String key) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(key);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
