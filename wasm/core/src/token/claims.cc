#include "bytes/base64.h"
#include "fmid/tokens.h"
#include "json/document.h"

namespace fmid {

Result<UnverifiedClaims> UnverifiedClaims::Decode(std::string_view jwt) {
  // RFC 7519 §3: BASE64URL(header) "." BASE64URL(payload) "." BASE64URL(signature)
  const std::size_t first = jwt.find('.');
  const std::size_t second = first == std::string_view::npos ? first : jwt.find('.', first + 1);
  if (second == std::string_view::npos || jwt.find('.', second + 1) != std::string_view::npos) {
    return Fail(ErrorCode::kTokenMalformed, "parts");
  }
  const auto header = DecodeBase64Url(jwt.substr(0, first));
  const auto payload = DecodeBase64Url(jwt.substr(first + 1, second - first - 1));
  if (!header || !payload) return Fail(ErrorCode::kTokenMalformed, "base64url");
  const Result<json::Document> header_document = json::Document::Parse(*header);
  const Result<json::Document> document = json::Document::Parse(*payload);
  if (!header_document || !header_document->Root().IsObject()) return Fail(ErrorCode::kTokenMalformed, "header");
  if (!document || !document->Root().IsObject()) return Fail(ErrorCode::kTokenMalformed, "payload");

  return UnverifiedClaims{
      .header_json = *header,
      .payload_json = *payload,
      .expires_at_seconds = document->Root()["exp"].Integer().value_or(0),
  };
}

}  // namespace fmid
