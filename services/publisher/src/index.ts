export { type PublisherConfig, readPublisherConfig } from './config.ts';
export { type Publisher, type PublisherDependencies, startPublisher } from './start-publisher.ts';
