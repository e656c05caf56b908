// What Cognito gives after a sign-in, and what a token says about itself.
#pragma once

#include <cstdint>
#include <string>

#include "fmid/result.h"
#include "fmid/secret.h"
#include "fmid/time.h"

namespace fmid {

// What a pool that tracks devices knows this one by: at the next sign-in it proves itself, in place of a code. Empty where there is none.
struct Device {
  std::string key;        // DeviceKey
  std::string group_key;  // DeviceGroupKey
  SecretBytes password;   // made here, by chance; Cognito has its verifier
};

struct Tokens {
  SecretBytes access_token;   // JWT, for Cognito's own calls (GlobalSignOut)
  SecretBytes id_token;       // JWT, what FileMaker Cloud wants behind "FMID "
  SecretBytes refresh_token;  // opaque; Claris says a year, Soliant three: nobody outside knows, so no expiry is given
  std::int64_t expires_in_seconds = 0;  // of access and ID token, 3600 at Claris
  UnixMillis began_at = 0;  // when they were asked for, by the clock of this machine: their life may have begun then
  // By how much the server's clock is ahead of this machine's, from its Date header; 0 where it sent none.
  std::int64_t clock_offset_ms = 0;
  // Of a sign-in: the device to keep for the next one, new or the one that was given; empty where the pool tracks none, and where it
  // no longer knows the one that was given.
  Device device;

  // When the ID token ends, by the clock of this machine.
  [[nodiscard]] UnixMillis ExpiresAt() const { return began_at + expires_in_seconds * 1000; }
};

// The claims of a JWT whose signature nobody has checked: good for showing and for clocks, not for trusting.
struct UnverifiedClaims {
  std::string header_json;   // as decoded
  std::string payload_json;  // as decoded; may hold personal data (e-mail)
  std::int64_t expires_at_seconds = 0;  // exp; 0 where absent

  // `jwt` is three base64url parts with dots. kTokenMalformed.
  [[nodiscard]] static Result<UnverifiedClaims> Decode(std::string_view jwt);
};

}  // namespace fmid
