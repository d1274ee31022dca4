import { App } from 'aws-cdk-lib';
import { BackendStage } from './backend/backend-stage';
import { stages } from './stages';

const app = new App();
for (const settings of stages) new BackendStage(app, settings);
app.synth();
