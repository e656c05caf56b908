// SHA-256, HMAC and HKDF (RFC 5869), from mbedTLS.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace fmid {

using Bytes = std::span<const std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] inline Bytes AsBytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Of the parts one after the other. Intermediate state is wiped; the caller wipes the digest where it is secret.
[[nodiscard]] Digest Sha256(std::initializer_list<Bytes> parts);
[[nodiscard]] Digest HmacSha256(Bytes key, std::initializer_list<Bytes> parts);
void HkdfSha256(Bytes salt, Bytes input_key, std::string_view info, std::span<std::uint8_t> out);

}  // namespace fmid
