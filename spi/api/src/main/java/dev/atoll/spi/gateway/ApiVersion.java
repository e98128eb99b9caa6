package dev.atoll.spi.gateway;

/// The version in the path of a request; it decides where certificates show canister ranges.
public enum ApiVersion {
  V2,
  V3,
  V4
}
