export default {
  optimizeDeps: { exclude: ['fmid'] },
};
