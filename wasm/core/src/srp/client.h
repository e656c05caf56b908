// The client's half of SRP-6a (RFC 5054) in Amazon Cognito's dialect (USER_SRP_AUTH).
//
//   N, g   the 3072-bit group of RFC 5054 appendix A, g = 2           H    SHA-256
//   a, A   this side's private and public value, A = g^a mod N        B    the server's public value
//   k      H(00 ‖ N ‖ 02): N as a signed integer has a leading 00     I    USER_ID_FOR_SRP
//   u      H(pad(A) ‖ pad(B))                                         s    SALT
//   x      H(pad(s) ‖ H(poolName ‖ I ‖ ":" ‖ password))
//   S      (B − k·g^x)^(a + u·x) mod N
//   K      HKDF-SHA256(salt = pad(u), input key = pad(S), info = "Caldera Derived Key"), 16 bytes
//   claim  HMAC-SHA256(K, poolName ‖ I ‖ secret block ‖ timestamp)
//   v      g^x mod N: what the server keeps of a password, with s
//
// A remembered device has the same formulas with DeviceGroupKey for poolName and DeviceKey for I.
//
// pad is pad.h's. Source: amazon-cognito-identity-js 6 (AuthenticationHelper.js, CognitoUser.js); tests/vectors/cognito-srp.json.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "fmid/random.h"
#include "fmid/result.h"
#include "fmid/secret.h"
#include "srp/group.h"

namespace fmid::srp {

class Precomputation;

// a and A of one sign-in. Used once: Cognito's secret block binds the server to its answer, a fresh `a` binds this side.
class KeyPair {
 public:
  // The pair that was made ahead, or a new one: draws kPrivateKeyBytes and makes A. kRandomUnavailable.
  [[nodiscard]] static Result<KeyPair> Generate(RandomSource& random, Precomputation& precomputation);
  // With a given a of 1 to kMaxExponentBytes bytes, big-endian. kSrpValueInvalid where A mod N is 0.
  [[nodiscard]] static Result<KeyPair> FromPrivateKey(SecretBytes a, Precomputation& precomputation);

  // SRP_A: hexadecimal, lower case, without leading zeros.
  [[nodiscard]] std::string PublicHex() const;
  [[nodiscard]] const GroupBytes& A() const { return A_; }
  [[nodiscard]] Bytes a() const { return a_.Reveal(); }

 private:
  SecretBytes a_;
  GroupBytes A_{};
};

// What can be computed before anybody signs in, by its owner's calls of Advance: the table of powers of g (comb.h), then a key pair that
// the next KeyPair::Generate gives away. What is missing is made when it is needed. To call it while a person is typing takes that time
// off the sign-in, and lets an engine optimise the code that the sign-in will run. 50 kB; not for two threads at once.
class Precomputation {
 public:
  Precomputation();
  ~Precomputation();

  // One slice of it. True when nothing is left, or nothing can be done (no randomness: Generate will say so).
  bool Advance(RandomSource& random);

  // Forgets everything, as it may be wrong.
  void Renew();

  struct State;  // precomputation_state.h: of the arithmetic that this build prefers
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

// What the server sent with PASSWORD_VERIFIER, as text.
struct ServerValues {
  std::string_view salt;          // hexadecimal, may be odd, short, zero-padded, upper-case, negative
  std::string_view B;             // hexadecimal
  std::string_view secret_block;  // base64, but any text does: it is hashed as amazon-cognito-identity-js decodes it, and sent as it came
};

struct Identity {
  std::string_view pool_name;  // after the '_' of the pool id; a device's: DeviceGroupKey
  std::string_view user_id;    // USER_ID_FOR_SRP, not what was typed; a device's: DeviceKey
  Bytes password;              // UTF-8
};

// DeviceSecretVerifierConfig, base64: pad(s) and pad(v).
struct Verifier {
  std::string salt;
  std::string password_verifier;
};

// Of a password that this side made. `salt`: any bytes, big-endian, not negative.
[[nodiscard]] Verifier MakeVerifier(const Identity& identity, Bytes salt, Precomputation& precomputation);

// Everything on the way, for tests against vectors that assert each of them. Production passes none.
struct Trace {
  Digest u{}, x{};
  GroupBytes S{};
  std::array<std::uint8_t, 16> K{};
};

// PASSWORD_CLAIM_SIGNATURE, base64 of 32 bytes. `timestamp` as bytes/date_text.h makes it. kSrpValueInvalid (detail "SRP_B", "SALT"
// or "u") where the server's values are not what RFC 5054 lets a client accept: B mod N = 0, B ≥ N, u = 0, not hex.
[[nodiscard]] Result<std::string> PasswordClaim(const KeyPair& key_pair, const ServerValues& server, const Identity& identity,
                                                std::string_view timestamp, Precomputation& precomputation, Trace* trace = nullptr);

// Whether A and a claim are what plain exponentiation makes of the same inputs, with nothing prepared and by the arithmetic that did not
// make them where the build has it. For a claim that was refused: WebKitGTK 2.50.6 computes wrongly in some pages soon after loading, and
// a person whose password is right must not be told that it is wrong. Takes three times as long as the claim did.
[[nodiscard]] bool IsRight(std::string_view claim, const KeyPair& key_pair, const ServerValues& server, const Identity& identity,
                           std::string_view timestamp);

}  // namespace fmid::srp
