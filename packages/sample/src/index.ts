export { generateSample, type SampleFile } from './generate-sample.ts';
export { DEMO_SAMPLE, type SampleOptions } from './sample-options.ts';
