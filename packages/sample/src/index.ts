export { generateSample, type SampleFile } from './generate-sample.ts';
export { DEFAULT_SAMPLE, type SampleOptions } from './sample-options.ts';
