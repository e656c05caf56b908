// The HTTP that the peers without any need beside them.
export function cognito(userPoolId) {
  const url = `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/`;
  return async (operation, body) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(body),
    });
    const reply = await response.json();
    if (!response.ok) throw Object.assign(new Error(reply.message), { name: reply.__type });
    return reply;
  };
}
