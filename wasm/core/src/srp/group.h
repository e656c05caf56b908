// The 3072-bit group of RFC 5054 appendix A (the prime of RFC 3526 group 15, generator 2).
//
//   N, g   the prime, and 2
//   a, x   this side's secrets: the exponent behind A = g^a mod N, and the hash of the password
//   B      the server's public value
//   k, u   SRP-6a's multiplier, and the hash of A and B
//   S      the premaster secret, (B − k·g^x)^(a + u·x) mod N
//
// Integers are big-endian bytes.
//
//   power.h   exponentiation, as SRP's client needs it       comb.h   powers of g       arithmetic.h   products modulo N
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace fmid::srp {

inline constexpr std::size_t kGroupBytes = 384;
using GroupBytes = std::array<std::uint8_t, kGroupBytes>;

// Bytes of hexadecimal text in which blanks do not count.
consteval GroupBytes GroupBytesFromHex(std::string_view hex) {
  GroupBytes bytes{};
  std::size_t digits = 0;
  for (const char c : hex) {
    if (c == ' ') continue;
    std::uint8_t& byte = bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | (c <= '9' ? c - '0' : c - 'A' + 10));
  }
  return bytes;
}

// RFC 5054 appendix A, group 5: 2^3072 − 2^3008 − 1 + 2^64·(⌊2^2942·π⌋ + 1690314).
inline constexpr GroupBytes kN = GroupBytesFromHex(
    "FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD"
    "EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED"
    "EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F"
    "83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA18217C 32905E46 2E36CE3B"
    "E39E772C 180E8603 9B2783A2 EC07A28F B5C55DF0 6F4C52C9 DE2BCBF6 95581718 3995497C EA956AE5 15D22618 98FA0510"
    "15728E5A 8AAAC42D AD33170D 04507A33 A85521AB DF1CBA64 ECFB8504 58DBEF0A 8AEA7157 5D060C7D B3970F85 A6E1E4C7"
    "ABF5AE8C DB0933D7 1E8C94E0 4A25619D CEE3D226 1AD2EE6B F12FFA06 D98A0864 D8760273 3EC86A64 521F2B18 177B200C"
    "BBE11757 7A615D6C 770988C0 BAD946E2 08E24FA0 74E5AB31 43DB5BFC E0FD108E 4B82D120 A93AD2CA FFFFFFFF FFFFFFFF");

inline constexpr std::array<std::uint8_t, 1> kG = {2};

// Of `a`: 288 bits. RFC 5054 §3.1 asks for at least 256, RFC 3526 §8 estimates 260 for this group at the least, RFC 7919 §A.3 gives
// 275 for its own 3072-bit group; 288 is the next that fills the comb (6 teeth of 48 columns), and a + u·x keeps its 513 bits, so a
// longer `a` would cost time in g^a only. The large Cognito clients draw 1024.
inline constexpr std::size_t kPrivateKeyBytes = 36;

// Of the `a` in other clients' test vectors.
inline constexpr std::size_t kMaxExponentBytes = 128;

// 0 < B < N.
[[nodiscard]] bool IsValidPublic(const GroupBytes& B);

}  // namespace fmid::srp
