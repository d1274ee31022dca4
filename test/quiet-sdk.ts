// On Node 20 the AWS SDK warns, in every test file, that it will want a newer one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
