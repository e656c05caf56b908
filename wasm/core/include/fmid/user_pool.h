// Which Cognito user pool to talk to.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "fmid/result.h"
#include "fmid/secret.h"

namespace fmid {

// There is none that Create, ClarisId or FromDiscovery has not checked.
struct UserPool {
  std::string user_pool_id;  // "us-west-2_NqkuZcXQY": region, '_', pool name
  std::string client_id;
  std::string endpoint;      // "https://cognito-idp.us-west-2.amazonaws.com/", always with its final slash
  // Of an app client that has one: a program's. Empty elsewhere; a page cannot keep a secret, and Claris's client has none.
  SecretBytes client_secret;

  // A copy on purpose.
  [[nodiscard]] UserPool Clone() const { return {user_pool_id, client_id, endpoint, client_secret.Clone()}; }

  // The part after '_': what SRP hashes (never the whole id).
  [[nodiscard]] std::string_view PoolName() const;
  [[nodiscard]] std::string_view Region() const;

  // FileMaker ID (Claris ID), as Claris documents it: help.claris.com, "Creating a Claris ID token" (2022-01-04).
  [[nodiscard]] static UserPool ClarisId();

  // Any other pool. An empty endpoint means Amazon's own for the region. kPoolInvalid, kAddressInvalid, kAddressInsecure.
  [[nodiscard]] static Result<UserPool> Create(std::string_view user_pool_id, std::string_view client_id, std::string_view endpoint,
                                               SecretBytes client_secret = {});

  // The JSON of Claris's discovery address, whose data.UserPool_ID and data.Client_ID may one day differ from ClarisId()
  // (its Region and API_Host are "not used for authentication"). kResponseNotJson, kResponseMalformed.
  [[nodiscard]] static Result<UserPool> FromDiscovery(std::string_view json);

 private:
  UserPool(std::string_view id, std::string_view client, std::string_view address, SecretBytes secret)
      : user_pool_id(id), client_id(client), endpoint(address), client_secret(std::move(secret)) {}
};

// https://www.ifmcloud.com/endpoint/userpool/2.2.0.my.claris.com.json (same page). Whether it sends CORS headers is unknown.
inline constexpr std::string_view kClarisDiscoveryUrl = "https://www.ifmcloud.com/endpoint/userpool/2.2.0.my.claris.com.json";

}  // namespace fmid
