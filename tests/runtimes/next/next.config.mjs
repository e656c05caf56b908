export default {
  serverExternalPackages: ['fmid'],
};
