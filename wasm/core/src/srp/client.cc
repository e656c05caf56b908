#include "srp/client.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "bytes/base64.h"
#include "bytes/text.h"
#include "srp/pad.h"
#include "srp/power.h"
#include "srp/precomputation_state.h"

namespace fmid::srp {
namespace {

constexpr std::string_view kInfo = "Caldera Derived Key";

// Cognito's salts have 16 bytes; ten times that is no salt of its.
constexpr std::size_t kMaxSaltDigits = 320;

// SRP_B: plain hexadecimal, 0 < B < N. RFC 5054 §2.5.4 asks to abort where B mod N = 0; a B of N or more never comes from an honest
// server (it sends a remainder), so it is refused as well.
std::optional<GroupBytes> ParsePublic(std::string_view hex) {
  while (hex.starts_with('0')) hex.remove_prefix(1);
  if (hex.empty() || hex.size() > 2 * kGroupBytes) return std::nullopt;
  GroupBytes value{};
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const int digit = HexValue(hex[hex.size() - 1 - i]);
    if (digit < 0) return std::nullopt;
    value[kGroupBytes - 1 - i / 2] |= static_cast<std::uint8_t>(i % 2 == 0 ? digit : digit << 4);
  }
  if (!IsValidPublic(value)) return std::nullopt;
  return value;
}

// x = H(pad(s) ‖ H(poolName ‖ I ‖ ":" ‖ password)). The caller wipes it.
Digest MakeX(Bytes padded_salt, const Identity& identity) {
  Digest inner = Sha256({AsBytes(identity.pool_name), AsBytes(identity.user_id), AsBytes(":"), identity.password});
  const Digest x = Sha256({padded_salt, inner});
  Wipe(inner.data(), inner.size());
  return x;
}

void WipeVector(std::vector<std::uint8_t>& bytes) { Wipe(bytes.data(), bytes.size()); }

// Without a precomputation: by plain exponentiation.
Result<std::string> MakeClaim(const GroupBytes& A, Bytes a, const ServerValues& server, const Identity& identity,
                              std::string_view timestamp, Precomputation* precomputation, Trace* trace) {
  const std::optional<GroupBytes> B = ParsePublic(server.B);
  if (!B) return Fail(ErrorCode::kSrpValueInvalid, "SRP_B");
  const auto salt = PadHex(server.salt, kMaxSaltDigits);
  if (!salt) return Fail(ErrorCode::kSrpValueInvalid, "SALT");
  const std::vector<std::uint8_t> secret_block = DecodeBase64(server.secret_block);

  // u = H(pad(A) ‖ pad(B)), and RFC 5054 §2.6 aborts where it is 0
  const Digest u = Sha256({Pad(A), Pad(*B)});
  if (std::all_of(u.begin(), u.end(), [](std::uint8_t byte) { return byte == 0; })) return Fail(ErrorCode::kSrpValueInvalid, "u");

  Digest x = MakeX(*salt, identity);

  // S = (B − k·g^x)^(a + u·x) mod N
  GroupBytes S;
  const Digest k = Sha256({Pad(kN), kG});  // H(00 ‖ N ‖ 02)
  const PremasterInputs inputs = {.B = *B, .k = k, .u = u, .x = x};
  if (precomputation != nullptr) {
    ClientPremaster(precomputation->state().table, inputs, a, S);
  } else {
    ScalarArithmetic arithmetic;
    PlainClientPremaster(arithmetic, inputs, a, S);
  }

  // K = HKDF(salt = pad(u), input key = pad(S), info). pad(S) looks at S's leading bytes: the shape of the integer is part of
  // Cognito's protocol, so how many zero bytes S starts with shows in the time of one copy; its value does not.
  std::vector<std::uint8_t> padded_S = Pad(S);
  std::array<std::uint8_t, 16> K;
  HkdfSha256(Pad(u), padded_S, kInfo, K);

  // claim = HMAC(K, poolName ‖ I ‖ secret block ‖ timestamp)
  const Digest claim =
      HmacSha256(K, {AsBytes(identity.pool_name), AsBytes(identity.user_id), secret_block, AsBytes(timestamp)});

  if (trace != nullptr) *trace = {.u = u, .x = x, .S = S, .K = K};
  Wipe(x.data(), x.size());
  Wipe(S.data(), S.size());
  Wipe(K.data(), K.size());
  WipeVector(padded_S);
  return EncodeBase64(claim);
}

}  // namespace

Precomputation::Precomputation() : state_(std::make_unique<State>()) {}
Precomputation::~Precomputation() = default;

bool Precomputation::Advance(RandomSource& random) {
  if (state_->ahead) return true;
  if (!state_->table.Advance()) return false;
  if (Result<KeyPair> pair = KeyPair::Generate(random, *this)) state_->ahead = *std::move(pair);
  return true;
}

void Precomputation::Renew() { state_ = std::make_unique<State>(); }

Result<KeyPair> KeyPair::Generate(RandomSource& random, Precomputation& precomputation) {
  if (auto& ahead = precomputation.state().ahead) return *std::exchange(ahead, std::nullopt);
  SecretBytes a;
  a.Resize(kPrivateKeyBytes);
  if (!random.Fill(a.MutableView())) return Fail(ErrorCode::kRandomUnavailable);
  return FromPrivateKey(std::move(a), precomputation);
}

Result<KeyPair> KeyPair::FromPrivateKey(SecretBytes a, Precomputation& precomputation) {
  KeyPair pair;
  pair.a_ = std::move(a);
  PowG(precomputation.state().table, pair.a_.Reveal(), pair.A_);
  // A = g^a is never 0 modulo the prime; a fault in the arithmetic would show here (RFC 5054 §2.5.4).
  if (!IsValidPublic(pair.A_)) return Fail(ErrorCode::kSrpValueInvalid, "SRP_A");
  return pair;
}

std::string KeyPair::PublicHex() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * kGroupBytes);
  for (const std::uint8_t byte : A_) hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  hex.erase(0, std::min(hex.find_first_not_of('0'), hex.size() - 1));
  return hex;
}

Result<std::string> PasswordClaim(const KeyPair& key_pair, const ServerValues& server, const Identity& identity,
                                  std::string_view timestamp, Precomputation& precomputation, Trace* trace) {
  return MakeClaim(key_pair.A(), key_pair.a(), server, identity, timestamp, &precomputation, trace);
}

bool IsRight(std::string_view claim, const KeyPair& key_pair, const ServerValues& server, const Identity& identity,
             std::string_view timestamp) {
  ScalarArithmetic arithmetic;
  GroupBytes g{}, A;
  g.back() = kG.back();
  PlainPow(arithmetic, g, key_pair.a(), A);
  const Result<std::string> again = MakeClaim(A, key_pair.a(), server, identity, timestamp, nullptr, nullptr);
  return A == key_pair.A() && again && *again == claim;
}

Verifier MakeVerifier(const Identity& identity, Bytes salt, Precomputation& precomputation) {
  const std::vector<std::uint8_t> padded_salt = Pad(salt);
  Digest x = MakeX(padded_salt, identity);
  GroupBytes v;
  PowG(precomputation.state().table, x, v);
  Wipe(x.data(), x.size());
  return {.salt = EncodeBase64(padded_salt), .password_verifier = EncodeBase64(Pad(v))};
}

}  // namespace fmid::srp
